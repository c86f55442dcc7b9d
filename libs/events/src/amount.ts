import {
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
  registerDecorator,
  type ValidationOptions,
} from 'class-validator';

/** PostgreSQL's `bigint`, and so the ledger's, ends here. */
export const MAX_MINOR_UNITS = 2n ** 63n - 1n;

const WHOLE_NUMBER = /^(0|[1-9]\d{0,18})$/;

export function isMinorUnits(value: unknown): value is string {
  return typeof value === 'string' && WHOLE_NUMBER.test(value) && BigInt(value) <= MAX_MINOR_UNITS;
}

export function isPositiveMinorUnits(value: unknown): value is string {
  return isMinorUnits(value) && value !== '0';
}

/** A whole number of an asset's smallest unit as a decimal string, 0 to 2⁶³ − 1. */
export function IsMinorUnits(options?: ValidationOptions): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isMinorUnits',
      target: target.constructor,
      propertyName: propertyName as string,
      options,
      validator: {
        validate: isMinorUnits,
        defaultMessage: () =>
          '$property must be a whole number of minor units from 0 to 9223372036854775807, as a string',
      },
    });
}

/** The same without 0: what somebody asks to be paid. */
export function IsPositiveMinorUnits(options?: ValidationOptions): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isPositiveMinorUnits',
      target: target.constructor,
      propertyName: propertyName as string,
      options,
      validator: {
        validate: isPositiveMinorUnits,
        defaultMessage: () =>
          '$property must be a whole number of minor units from 1 to 9223372036854775807, as a string',
      },
    });
}

/** An amount of money on the wire. In code and in the database its value is a `bigint`. */
export class Amount {
  @IsMinorUnits()
  value: string;

  @IsString()
  @Matches(/^[A-Za-z0-9]{1,12}$/, { message: 'assetCode must be 1 to 12 letters or digits' })
  assetCode: string;

  @IsInt()
  @Min(0)
  @Max(18)
  assetScale: number;
}

/** An amount that somebody asks to be paid: never 0. */
export class PositiveAmount extends Amount {
  @IsPositiveMinorUnits()
  declare value: string;
}
