import { Module } from '@nestjs/common';
import { RatesController } from './rates.controller.js';
import { Rates } from './rates.js';

@Module({ controllers: [RatesController], providers: [Rates], exports: [Rates] })
export class RatesModule {}
