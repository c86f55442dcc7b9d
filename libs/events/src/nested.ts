import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';

/**
 * An object with fields of its own to validate. `ValidateNested` alone lets a missing value and an
 * empty list pass.
 */
export function Nested(type: () => new () => object): PropertyDecorator {
  const decorators = [IsObject(), ValidateNested(), Type(type)];
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
