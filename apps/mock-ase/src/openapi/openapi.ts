import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveOpenApi as serveDescription } from '@tapmesh/service-kit';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Mock ASE</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api' });</script>
  </body>
</html>
`;

/**
 * The API's description at `/openapi.json`, and a page to read and try it at `/docs`. The page's two
 * files are served here: Nest's own way would want a static file server for the whole service.
 */
export async function serveOpenApi(app: NestFastifyApplication): Promise<void> {
  serveDescription(app, {
    title: 'Mock ASE',
    description: "Look at a development bank's accounts and holds, and script its decisions.",
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/docs', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  );
  const folder = swaggerUiFolder();
  for (const [name, type] of Object.entries(ASSETS)) {
    fastify.get(`/docs/${name}`, async (_request, reply) =>
      reply.type(type).send(await readFile(join(folder, name))),
    );
  }
}

/** Where Nest's own Swagger package has it. */
function swaggerUiFolder(): string {
  const nestSwagger = createRequire(import.meta.url).resolve('@nestjs/swagger');
  return dirname(createRequire(nestSwagger).resolve('swagger-ui-dist/package.json'));
}
