import { Module } from '@nestjs/common';
import { CommandDoor } from './command-door.js';
import { DeadLetters } from './dead-letters.js';

@Module({ providers: [CommandDoor, DeadLetters], exports: [CommandDoor, DeadLetters] })
export class CommandsModule {}
