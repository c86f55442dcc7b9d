import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { FromCaller, type Caller } from '../admin-api/caller.js';
import type { CompleteReceiverInput, CreateReceiverInput } from '../admin-api/schema.types.js';
import type { ReceiverNode } from './receiver.node.js';
import { Receivers } from './receivers.service.js';

@Resolver('Receiver')
export class ReceiversResolver {
  constructor(private readonly receivers: Receivers) {}

  @Query()
  receiver(@FromCaller() caller: Caller, @Args('id') url: string): Promise<ReceiverNode> {
    return this.receivers.get(caller, url);
  }

  @Mutation()
  async createReceiver(
    @FromCaller() caller: Caller,
    @Args('input') input: CreateReceiverInput,
  ): Promise<{ receiver: ReceiverNode }> {
    return { receiver: await this.receivers.create(caller, input) };
  }

  @Mutation()
  async completeReceiver(
    @FromCaller() caller: Caller,
    @Args('input') { incomingPaymentUrl }: CompleteReceiverInput,
  ): Promise<{ receiver: ReceiverNode }> {
    return { receiver: await this.receivers.complete(caller, incomingPaymentUrl) };
  }
}
