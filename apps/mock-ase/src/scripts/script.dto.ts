import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsIn, IsInt, Max, Min, ValidateIf } from 'class-validator';
import {
  ScriptMode,
  scriptedReasons,
  SecondWord,
  type Script,
  type ScriptedReason,
} from './script.js';

/** Longer than any deadline; a forgotten script is not to speak days later. */
const LONGEST_WAIT_MS = 3_600_000;

/** Needed with its mode; where it stands beside another one it must be right all the same. */
const With = (needing: ScriptMode): PropertyDecorator =>
  ValidateIf(({ mode }: ScriptBody, value) => mode === needing || value !== undefined);

/** A script on the wire: which of the other fields must be there depends on `mode`. */
export class ScriptBody {
  @ApiProperty({
    enum: ScriptMode,
    description:
      '`balance` and `approve` fund what the available balance covers and cancel the rest for ' +
      '`insufficient_funds`; `decline` cancels everything; `delay` decides `delayMs` later; ' +
      '`silent` holds the amount and says nothing; `twice` sends its decision twice; `late` ' +
      'decides `afterDeadlineMs` after the deadline.',
  })
  @IsEnum(ScriptMode)
  mode: ScriptMode;

  @ApiPropertyOptional({ enum: scriptedReasons, description: 'With `decline`' })
  @With(ScriptMode.Decline)
  @IsIn(scriptedReasons)
  reason?: ScriptedReason;

  @ApiPropertyOptional({
    description: 'With `delay`',
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_WAIT_MS,
  })
  @With(ScriptMode.Delay)
  @IsInt()
  @Min(0)
  @Max(LONGEST_WAIT_MS)
  delayMs?: number;

  @ApiPropertyOptional({
    enum: SecondWord,
    description: 'With `twice`: the same word again, or a cancellation after a fund',
  })
  @With(ScriptMode.Twice)
  @IsEnum(SecondWord)
  second?: SecondWord;

  @ApiPropertyOptional({
    description: 'With `late`',
    type: 'integer',
    minimum: 0,
    maximum: LONGEST_WAIT_MS,
  })
  @With(ScriptMode.Late)
  @IsInt()
  @Min(0)
  @Max(LONGEST_WAIT_MS)
  afterDeadlineMs?: number;
}

/** Takes the fields that the mode has and drops the others. The body has been validated. */
export function toScript({ mode, ...fields }: ScriptBody): Script {
  switch (mode) {
    case ScriptMode.Balance:
    case ScriptMode.Approve:
    case ScriptMode.Silent:
      return { mode };
    case ScriptMode.Decline:
      return { mode, reason: required(fields.reason) };
    case ScriptMode.Delay:
      return { mode, delayMs: required(fields.delayMs) };
    case ScriptMode.Twice:
      return { mode, second: required(fields.second) };
    case ScriptMode.Late:
      return { mode, afterDeadlineMs: required(fields.afterDeadlineMs) };
    default:
      return unknownMode(mode);
  }
}

function required<T>(field: T | undefined): T {
  if (field === undefined) throw new Error('a script that was not validated');
  return field;
}

function unknownMode(mode: never): never {
  throw new Error(`no such script: ${String(mode)}`);
}
