import { Module } from '@nestjs/common';
import { IncomingPaymentsModule } from '../incoming-payments/incoming-payments.module.js';
import { ReceiversResolver } from './receivers.resolver.js';
import { Receivers } from './receivers.service.js';

@Module({ imports: [IncomingPaymentsModule], providers: [Receivers, ReceiversResolver] })
export class ReceiversModule {}
