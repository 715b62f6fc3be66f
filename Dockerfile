# syntax=docker/dockerfile:1
# docker build --tag mockingbird .
# docker run --env DISCORD_TOKEN --volume mockingbird:/data --publish 127.0.0.1:9090:9090 mockingbird

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# The caches stay between builds and out of the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin mockingbird && cp target/release/mockingbird /mockingbird && mkdir /data

# glibc and nothing else: no shell, no package manager, no root.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /mockingbird /usr/local/bin/mockingbird
COPY --from=build /src/deploy/container.toml /etc/mockingbird/config.toml
COPY --from=build --chown=nonroot:nonroot /data /data
ENV DATABASE_URL=sqlite:/data/mockingbird.db MOCKINGBIRD_CONFIG=/etc/mockingbird/config.toml
VOLUME /data
EXPOSE 9090
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/mockingbird"]
CMD ["run"]
