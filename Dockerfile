# syntax=docker/dockerfile:1
#
#   docker build -t busroot .
#   docker run -d --name busroot -p 1883:1883 -p 127.0.0.1:8080:8080 -v busroot-data:/data busroot
#   docker exec busroot busroot devices add acme/press-1
#
# Rules of your own: -v "$PWD/rules:/rules:ro". Without them the rules in the image are used.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig global.json ./
COPY rules rules
COPY src src
RUN dotnet publish src/Server -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
# Written by the unprivileged user the image runs as; nobody else in the container may look into it.
RUN ln -s /app/busroot /usr/local/bin/busroot && install -d -m 0700 -o "$APP_UID" -g "$APP_UID" /data
USER $APP_UID
# From here ./data is /data and ./rules is /rules, so that 'docker exec' needs no options.
WORKDIR /
VOLUME /data
EXPOSE 1883 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s CMD ["busroot", "status", "--data", "/data"]
ENTRYPOINT ["busroot"]
CMD ["up", "--data", "/data", "--mqtt", "0.0.0.0:1883", "--http", "0.0.0.0:8080"]
