import { Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { throwError, type Observable } from 'rxjs';

/** Where `@EventPattern` leaves its mark; the constant itself is not part of Nest's public API. */
const PATTERN_METADATA = 'microservices:pattern';

/** Hands an exception on as it is: whether to retry depends on what it was. */
@Catch()
class KeepsOriginalError implements RpcExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Nest logs what a message handler throws and passes on a "internal server error" in its stead.
 * A global filter would have to be set by every service where it connects the strategy, and would
 * be forgotten; so each handler method gets the filter here, before Nest wraps it.
 */
export function keepOriginalErrors(discovery: DiscoveryService): void {
  const scanner = new MetadataScanner();
  const filter = UseFilters(new KeepsOriginalError());
  for (const { metatype } of discovery.getControllers()) {
    const prototype = (metatype as { prototype?: object } | null)?.prototype;
    if (!prototype) continue;
    for (const name of scanner.getAllMethodNames(prototype)) {
      const descriptor = methodOf(prototype, name);
      if (!descriptor || !Reflect.hasMetadata(PATTERN_METADATA, descriptor.value as object)) {
        continue;
      }
      filter(prototype, name, descriptor);
    }
  }
}

function methodOf(prototype: object, name: string): PropertyDescriptor | undefined {
  for (let at: object | null = prototype; at; at = Object.getPrototypeOf(at) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(at, name);
    if (descriptor) return descriptor;
  }
  return undefined;
}
