import { Module } from '@nestjs/common';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReconciliationModule } from './reconciliation.module.js';

@Module({ imports: [ReconciliationModule], controllers: [ReconciliationController] })
export class ReconciliationApiModule {}
