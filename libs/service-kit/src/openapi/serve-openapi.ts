import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

export interface ApiDescription {
  title: string;
  description: string;
  /** The scheme of a bearer key in `authorization`, where operations ask for one. */
  bearer?: { name: string; description: string };
  /** Routes that Nest cannot describe, such as one for any path. */
  paths?: OpenAPIObject['paths'];
}

/** The API's description, OpenAPI 3.1, generated from its controllers, at `/openapi.json`. */
export function serveOpenApi(app: NestFastifyApplication, description: ApiDescription): void {
  const { title, bearer, paths = {} } = description;
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description.description)
    .setVersion('0.1.0');
  if (bearer !== undefined) {
    const scheme = { type: 'http', scheme: 'bearer', description: bearer.description } as const;
    builder.addBearerAuth(scheme, bearer.name);
  }
  const document = (): OpenAPIObject => {
    const made = SwaggerModule.createDocument(app, builder.build());
    return { ...made, paths: { ...made.paths, ...paths } };
  };
  SwaggerModule.setup('docs', app, document, {
    ui: false,
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
  });
}
