import { registerDecorator, type ValidationOptions } from 'class-validator';

/** What PostgreSQL's `text` cannot store, and what does not survive UTF-8: NUL, a lone surrogate. */
const NO_TEXT = /[\0\p{Surrogate}]/u;

/** A string that stays itself wherever it goes. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !NO_TEXT.test(value);
}

export function isWebUrl(value: unknown): value is string {
  if (!isText(value)) return false;
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

export function IsText(options?: ValidationOptions): PropertyDecorator {
  return rule({
    name: 'isText',
    validate: isText,
    message: '$property must be a string of well-formed text',
    options,
  });
}

export function IsWebUrl(options?: ValidationOptions): PropertyDecorator {
  return rule({
    name: 'isWebUrl',
    validate: isWebUrl,
    message: '$property must be an http or https URL',
    options,
  });
}

function rule(definition: {
  name: string;
  validate: (value: unknown) => boolean;
  message: string;
  options: ValidationOptions | undefined;
}): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: definition.name,
      target: target.constructor,
      propertyName: propertyName as string,
      options: definition.options,
      validator: {
        validate: definition.validate,
        defaultMessage: () => definition.message,
      },
    });
}
