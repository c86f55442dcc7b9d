import { Module } from '@nestjs/common';
import { Assets } from './assets.service.js';

@Module({ providers: [Assets], exports: [Assets] })
export class AssetsModule {}
