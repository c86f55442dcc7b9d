import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';

type Class = new () => object;

const NESTED = Symbol('nested payload class');

/**
 * An object with fields of its own to validate. `ValidateNested` alone lets a missing value and an
 * empty list pass.
 */
export function Nested(type: () => Class): PropertyDecorator {
  const decorators = [IsObject(), ValidateNested(), Type(type)];
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
    Reflect.defineMetadata(NESTED, type, target, property);
  };
}

export function nestedClass(prototype: object, property: string): Class | undefined {
  const type = Reflect.getMetadata(NESTED, prototype, property) as (() => Class) | undefined;
  return type?.();
}
