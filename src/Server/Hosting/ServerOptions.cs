using System.Net;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Server.Certificates;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Server.Polling;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Hosting;

/// <summary>What <c>busroot up</c> was told, checked.</summary>
internal sealed record ServerOptions
{
    /// <summary>Data directory, as written.</summary>
    public required string Data { get; init; }

    /// <summary>Where devices connect; port 0 picks one.</summary>
    public required IPEndPoint Mqtt { get; init; }

    /// <summary>Where the API listens; port 0 picks one.</summary>
    public required IPEndPoint Http { get; init; }

    /// <summary>Where devices connect over TLS; null for nowhere. Needs <see cref="Tls"/>.</summary>
    public IPEndPoint? Mqtts { get; init; }

    /// <summary>Where the API and WebSocket clients connect over TLS; null for nowhere. Needs <see cref="Tls"/>.</summary>
    public IPEndPoint? Https { get; init; }

    /// <summary>Certificate files for the TLS listeners.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Demands a PROXY header on <see cref="Mqtt"/> and <see cref="Mqtts"/>.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>
    /// Has the broker loop serve plain TCP clients itself, where the system can (Linux); otherwise they come over Kestrel's pipes as TLS and WebSocket
    /// clients do. Not for operators: tests run both.
    /// </summary>
    public bool PolledSockets { get; init; } = SocketPoller.IsSupported;

    /// <summary>A directory with rules; it exists.</summary>
    public required string Rules { get; init; }

    /// <summary>A loopback address that takes MQTT clients without a login, for development; null for none.</summary>
    public IPEndPoint? Open { get; init; }

    /// <summary>Registers example devices and plays their readings.</summary>
    public bool Demo { get; init; }

    /// <summary>What an acknowledgement promises.</summary>
    public PersistenceMode Persistence { get; init; } = PersistenceMode.Durable;

    /// <summary><see cref="Persistence"/> as the command line has it.</summary>
    public string PersistenceText => Persistence == PersistenceMode.Buffered ? "buffered" : "durable";

    /// <summary>How much clients may ask of the broker.</summary>
    public BrokerLimits Limits { get; init; } = new();

    /// <summary>How much the quarantine keeps.</summary>
    public QuarantineLimits Quarantine { get; init; } = new();

    /// <summary>How much the history keeps.</summary>
    public HistoryLimits History { get; init; } = new();

    /// <summary>How much candidates beside live rules may take.</summary>
    public ShadowLimits Shadow { get; init; } = new();
}
