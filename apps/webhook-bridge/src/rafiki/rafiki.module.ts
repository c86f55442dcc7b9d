import { Module } from '@nestjs/common';
import { ManagedEndpointsRepository } from './managed-endpoints.repository.js';
import { ManagedEndpoints } from './managed-endpoints.js';

@Module({ providers: [ManagedEndpoints, ManagedEndpointsRepository] })
export class RafikiModule {}
