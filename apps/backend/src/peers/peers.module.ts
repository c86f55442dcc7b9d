import { Module } from '@nestjs/common';
import { PeersResolver } from './peers.resolver.js';

@Module({ providers: [PeersResolver] })
export class PeersModule {}
