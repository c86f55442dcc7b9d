# One image for each program: `docker build --build-arg APP=apps/backend -t tapmesh/backend .`
# APP is a workspace's folder with a dist/main.js: apps/backend, apps/card-service, apps/pos-service,
# apps/webhook-bridge, apps/mock-ase, tools/topics. Built from the lockfile, on the Node that the tests run on.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /tapmesh
COPY . .
RUN npm ci --no-audit --no-fund
ARG APP
RUN NX_DAEMON=false npx nx run-many -t build --projects="$(node -p "require('./${APP}/package.json').name")"

FROM node:${NODE_VERSION}-bookworm-slim AS production
WORKDIR /tapmesh
# What npm needs to know the workspaces: every package.json and nothing else.
COPY --from=build /tapmesh/package.json /tapmesh/package-lock.json /tapmesh/.npmrc ./
COPY --from=build /tapmesh/libs ./libs
ARG APP
COPY --from=build /tapmesh/${APP} ./${APP}
# The base image's Node runs it: the pinned one is an optional dependency, and left out.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund \
      --workspace "${APP}" --include-workspace-root=false \
    && find libs "${APP}" -type d -name src -prune -exec rm -rf {} + \
    && npm cache clean --force

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080
WORKDIR /tapmesh
COPY --from=production /tapmesh ./
ARG APP
ENV APP=${APP}
USER node
EXPOSE 8080
# What it needs to be healthy it says itself; a program without a door (tools/topics) ends before it is asked.
HEALTHCHECK --interval=5s --timeout=6s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# `exec`: SIGTERM must reach Node. Run it with an init (`init: true`), so that nothing is left as a zombie.
ENTRYPOINT ["/bin/sh", "-c", "exec node \"$APP/dist/main.js\" \"$@\"", "tapmesh"]
