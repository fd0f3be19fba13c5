using System.Collections.Immutable;
using System.Net.Security;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>Where a client connects and how it introduces itself.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65,535. Default 1883; servers usually take TLS on 8883.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>How to speak TLS; null, the default, means not at all. An empty target host is filled in from <see cref="Host"/>.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>What to speak. Default 5.0.</summary>
    public ProtocolVersion Version { get; init; } = ProtocolVersion.V500;

    /// <summary>Empty, the default, lets the server choose, which 3.1 does not know and 3.1.1 allows only with a clean start.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Null, the default, when there is none.</summary>
    public string? UserName { get; init; }

    /// <summary>0 to 65,535 bytes; null, the default, when there is none.</summary>
    public byte[]? Password { get; init; }

    /// <summary>Whether the server forgets an earlier session. Default true.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>5.0: seconds the session outlives the connection; null, the default, means 0.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>Longest silence; whole seconds, 0 to 65,535, 0 meaning that nothing is watched. Default 60 s. A 5.0 server may overrule it.</summary>
    /// <remarks>The server is asked for a sign of life at every half of it, and is given up when it shows none by the next half.</remarks>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the server publishes when the client is lost; null, the default, means nothing.</summary>
    public Will? Will { get; init; }

    /// <summary>5.0: QoS 1 and 2 messages the server may have in flight to this client; 1 to 65,535. Default 100.</summary>
    public ushort ReceiveMaximum { get; init; } = 100;

    /// <summary>Largest packet taken from the server, in bytes, fixed header included. Default 1 MiB.</summary>
    public int MaximumPacketBytes { get; init; } = 1024 * 1024;

    /// <summary>Received messages kept until somebody reads them; when there are more, the socket is not read. Default 1,000, at least 1.</summary>
    public int UnreadMessages { get; init; } = 1_000;

    /// <summary>Time from the first byte to CONNACK. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>5.0: sent with CONNECT, in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>The clock for all waiting. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal ConnectPacket ToConnect() => new()
    {
        Version = Version,
        CleanStart = CleanStart,
        KeepAlive = (ushort)Math.Clamp(KeepAlive.TotalSeconds, 0, ushort.MaxValue),
        ClientId = ClientId,
        UserName = UserName,
        Password = Password,
        Will = Will,
        SessionExpiryInterval = SessionExpiryInterval,
        ReceiveMaximum = ReceiveMaximum,
        MaximumPacketSize = (uint)MaximumPacketBytes,
        UserProperties = UserProperties,
    };
}
