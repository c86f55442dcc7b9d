import { registerDecorator } from 'class-validator';

const DATABASE_URL = /^postgres(ql)?:\/\/\S+$/;

/**
 * A `postgres://` URL. `sslmode` and its like are refused in it: TypeORM drops them without a word and
 * connects in the clear, and what pg makes of each differs between its versions.
 */
export function IsDatabaseUrl(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isDatabaseUrl',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => DATABASE_URL.test(String(value)) && tlsParameter(value) === undefined,
        defaultMessage: (given) => {
          const parameter = tlsParameter(given?.value);
          return parameter === undefined
            ? '$property must be a postgres:// URL'
            : `$property must not say ${parameter}: set DATABASE_TLS=true and DATABASE_TLS_CA_FILE instead`;
        },
      },
    });
}

function tlsParameter(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  return [...new URL(url).searchParams.keys()].find((name) => /^ssl/i.test(name));
}
