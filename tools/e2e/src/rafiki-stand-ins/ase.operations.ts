/** What Rafiki's mock bank asks of the Admin API, by the operations' names. */
export const operations = {
  CreateTenant: `mutation CreateTenant($input: CreateTenantInput!) {
  createTenant(input: $input) {
    tenant {
      id
      apiSecret
    }
  }
}`,
  GetAssetByCodeAndScale: `query GetAssetByCodeAndScale($code: String!, $scale: UInt8!) {
  assetByCodeAndScale(code: $code, scale: $scale) {
    id
    code
    scale
    liquidityThreshold
  }
}`,
  CreateAsset: `mutation CreateAsset($input: CreateAssetInput!) {
  createAsset(input: $input) {
    asset {
      id
      code
      scale
      liquidityThreshold
    }
  }
}`,
  DepositAssetLiquidity: `mutation DepositAssetLiquidity($input: DepositAssetLiquidityInput!) {
  depositAssetLiquidity(input: $input) {
    success
  }
}`,
  SetFee: `mutation SetFee($input: SetFeeInput!) {
  setFee(input: $input) {
    fee {
      id
      assetId
      type
      fixed
      basisPoints
    }
  }
}`,
  getWalletAddressByUrl: `query getWalletAddressByUrl($url: String!) {
  walletAddressByUrl(url: $url) {
    id
    liquidity
    address
    publicName
    asset {
      id
      scale
      code
      withdrawalThreshold
    }
  }
}`,
  CreateWalletAddress: `mutation CreateWalletAddress($input: CreateWalletAddressInput!) {
  createWalletAddress(input: $input) {
    walletAddress {
      id
      address
      publicName
    }
  }
}`,
  CreateWalletAddressKey: `mutation CreateWalletAddressKey($input: CreateWalletAddressKeyInput!) {
  createWalletAddressKey(input: $input) {
    walletAddressKey {
      id
    }
  }
}`,
  DepositOutgoingPaymentLiquidity: `mutation DepositOutgoingPaymentLiquidity($input: DepositOutgoingPaymentLiquidityInput!) {
  depositOutgoingPaymentLiquidity(input: $input) {
    success
  }
}`,
  CancelOutgoingPayment: `mutation CancelOutgoingPayment($input: CancelOutgoingPaymentInput!) {
  cancelOutgoingPayment(input: $input) {
    payment {
      id
    }
  }
}`,
  CreateIncomingPaymentWithdrawal: `mutation CreateIncomingPaymentWithdrawal($input: CreateIncomingPaymentWithdrawalInput!) {
  createIncomingPaymentWithdrawal(input: $input) {
    success
  }
}`,
} as const;

export type Operation = keyof typeof operations;
