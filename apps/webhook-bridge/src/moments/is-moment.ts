import { isISO8601, ValidateBy, type ValidationOptions } from 'class-validator';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A time of the calendar with its zone: without one it would be whatever zone the bridge runs in. */
export function isMoment(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    RFC_3339.test(value) &&
    isISO8601(value, { strict: true }) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** class-validator's own ISO 8601 also takes weeks, commas and times without a zone. */
export function IsMoment(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isMoment',
      validator: {
        validate: isMoment,
        defaultMessage: () =>
          '$property must be a time with its zone, as 2026-11-26T08:00:00Z or 2026-11-26T09:00:00+01:00',
      },
    },
    options,
  );
}
