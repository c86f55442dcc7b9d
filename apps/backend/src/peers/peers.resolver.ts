import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AdminApiError } from '../admin-api/admin-api.error.js';
import { emptyPage, type Page, type PageArguments } from '../admin-api/page.js';

/** Peers are an Interledger connector's, and there is none: nobody is listed, nobody can be added. */
@Resolver()
export class PeersResolver {
  @Query()
  peer(): undefined {
    return undefined;
  }

  @Query()
  peerByAddressAndAsset(): undefined {
    return undefined;
  }

  @Query()
  peers(@Args() args: PageArguments): Page<never> {
    return emptyPage(args);
  }

  @Mutation()
  createPeer(): never {
    throw noConnector();
  }

  @Mutation()
  createOrUpdatePeerByUrl(): never {
    throw noConnector();
  }

  @Mutation()
  updatePeer(): never {
    throw noConnector();
  }

  @Mutation()
  deletePeer(): never {
    throw noConnector();
  }

  @Mutation()
  depositPeerLiquidity(): never {
    throw noConnector();
  }

  @Mutation()
  createPeerLiquidityWithdrawal(): never {
    throw noConnector();
  }
}

function noConnector(): AdminApiError {
  return new AdminApiError('FORBIDDEN', 'there is no Interledger connector here, and so no peers', {
    reason: 'no_connector',
  });
}
