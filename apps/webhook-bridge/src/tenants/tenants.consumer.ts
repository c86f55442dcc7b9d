import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TenantEvent, type Message } from '@tapmesh/events';
import { TenantsRepository } from './tenants.repository.js';

@Controller()
export class TenantsConsumer {
  constructor(private readonly tenants: TenantsRepository) {}

  @EventPattern(TenantEvent.Changed)
  async changed(@Payload() messages: Message<TenantEvent.Changed>[]): Promise<void> {
    await this.tenants.keep(messages.map(({ sequence = 0, data }) => ({ ...data, sequence })));
  }
}
