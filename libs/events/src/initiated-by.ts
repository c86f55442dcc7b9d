/** Why a payment was started. Only `CARD` payments say `funded` and `cancelled` to a card service. */
export enum InitiatedBy {
  Card = 'CARD',
  OpenPayments = 'OPEN_PAYMENTS',
  Admin = 'ADMIN',
}
