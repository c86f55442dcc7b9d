import { Module } from '@nestjs/common';
import { TerminalGuard } from './terminal.guard.js';
import { Terminals } from './terminals.js';

@Module({ providers: [Terminals, TerminalGuard], exports: [Terminals, TerminalGuard] })
export class TerminalsModule {}
