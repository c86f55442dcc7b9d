/** The two operations of Rafiki's point-of-sale service; Apollo adds `__typename` to each. */
export const CREATE_INCOMING_PAYMENT = `mutation CreateIncomingPayment($input: CreateIncomingPaymentInput!) {
  createIncomingPayment(input: $input) {
    payment {
      id
      url
      __typename
    }
    __typename
  }
}`;

export const GET_WALLET_ADDRESS = `query GetWalletAddress($url: String!, $first: Int, $last: Int, $before: String, $after: String, $sortOrder: SortOrder, $filter: IncomingPaymentFilter) {
  walletAddressByUrl(url: $url) {
    id
    incomingPayments(first: $first, last: $last, before: $before, after: $after, sortOrder: $sortOrder, filter: $filter) {
      edges {
        node {
          id
          url
          walletAddressId
          senderWalletAddress
          state
          metadata
          incomingAmount {
            assetCode
            assetScale
            value
            __typename
          }
          receivedAmount {
            assetCode
            assetScale
            value
            __typename
          }
          tenant {
            id
            apiSecret
            settings {
              key
              value
              __typename
            }
            createdAt
            __typename
          }
          expiresAt
          createdAt
          __typename
        }
        cursor
        __typename
      }
      pageInfo {
        endCursor
        hasNextPage
        hasPreviousPage
        startCursor
        __typename
      }
      __typename
    }
    __typename
  }
}`;
