import { Module } from '@nestjs/common';
import { Seeder } from './seeder.service.js';

@Module({ providers: [Seeder], exports: [Seeder] })
export class SeedModule {}
