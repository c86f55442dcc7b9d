import { ApiError } from '@tapmesh/service-kit';

export function unknownEndpoint(id: string): ApiError {
  return new ApiError({
    status: 404,
    code: 'unknown_endpoint',
    message: `you have no endpoint ${id}`,
  });
}

export function invalidField(field: string, message: string): ApiError {
  return new ApiError({
    status: 400,
    code: 'invalid_request',
    message: `${field} ${message}`,
    fields: [{ field, message: `${field} ${message}` }],
  });
}

export function managedElsewhere(by: string): ApiError {
  const where =
    by === 'setting' ? 'the tenant’s WEBHOOK_URL setting' : 'the bridge’s configuration';
  return new ApiError({
    status: 409,
    code: 'managed_elsewhere',
    message: `this endpoint is made by ${where}: change it there`,
  });
}

export function onlyOperator(role: string): ApiError {
  return new ApiError({
    status: 403,
    code: 'operator_only',
    message: `the role ${role} is the operator's to give`,
  });
}

export function notEnabledByChange(id: string): ApiError {
  return new ApiError({
    status: 409,
    code: 'endpoint_disabled',
    message: `enable it by POST /endpoints/${id}/enable, which asks what is to become of what it missed`,
  });
}
