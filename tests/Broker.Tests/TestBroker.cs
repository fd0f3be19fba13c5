using System.Collections.Immutable;
using System.Text;
using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busroot.Broker.Tests;

/// <summary>A broker with a clock, an intake and clients that are all in memory. Every login's password is <c>secret</c>.</summary>
internal sealed class TestBroker : IAuthenticator
{
    public TestBroker(BrokerLimits? limits = null, PersistenceMode persistence = PersistenceMode.None, ILogger<MessageBroker>? log = null) =>
        Broker = new MessageBroker(limits ?? new BrokerLimits(), this, Intake, persistence, Time, log ?? NullLogger<MessageBroker>.Instance);

    public TestTime Time { get; } = new();

    public MemoryIntake Intake { get; } = new();

    public MessageBroker Broker { get; }

    public Dictionary<string, Principal> Logins { get; } = new()
    {
        ["acme/press-1"] = DeviceOf("acme/press-1", "line-1"),
        ["acme/press-2"] = DeviceOf("acme/press-2"),
        ["other/press-1"] = DeviceOf("other/press-1"),
        ["core"] = ServiceOf("core", ServiceRole.Core),
        ["tool"] = ServiceOf("tool", ServiceRole.Integrator, "acme"),
        ["boss"] = ServiceOf("boss", ServiceRole.Admin),
    };

    public static Principal DeviceOf(string id, params string[] stations) =>
        new Principal.Device(new DeviceRecord(DeviceId.Parse(id), DateTimeOffset.UnixEpoch, []) { Stations = [.. stations] });

    public static Principal ServiceOf(string name, ServiceRole role, string? account = null) =>
        new Principal.Service(new ServiceAccount(name, role, account, DateTimeOffset.UnixEpoch, ImmutableArray<TokenHash>.Empty));

    public AuthenticationResult Authenticate(string userName, ReadOnlySpan<byte> password) =>
        password.SequenceEqual("secret"u8) && Logins.TryGetValue(userName, out var principal)
            ? new(principal, AuthenticationRefusal.None)
            : new(null, AuthenticationRefusal.BadUserNameOrPassword);

    /// <summary>A socket on the open listener that has sent nothing yet.</summary>
    public TestClient Accept(bool open = true, string address = "192.0.2.1:1883") => new(this, open, address);

    /// <summary>A client on the open listener, connected.</summary>
    public TestClient Connect(string clientId, ProtocolVersion version = ProtocolVersion.V500, Func<ConnectPacket, ConnectPacket>? with = null)
    {
        var client = Accept();
        var packet = new ConnectPacket { Version = version, ClientId = clientId };
        client.Connect(with?.Invoke(packet) ?? packet);
        return client;
    }

    /// <summary>A client that logs in, connected.</summary>
    public TestClient LogIn(string userName, string suffix = "x", ProtocolVersion version = ProtocolVersion.V500, Func<ConnectPacket, ConnectPacket>? with = null)
    {
        var client = Accept(open: false);
        var packet = new ConnectPacket { Version = version, ClientId = $"{userName}/{suffix}", UserName = userName, Password = "secret"u8.ToArray() };
        client.Connect(with?.Invoke(packet) ?? packet);
        return client;
    }

    /// <summary>Does something on the broker loop, framed as a batch.</summary>
    public void Batch(Action work)
    {
        Broker.BeginBatch();
        work();
        Broker.EndBatch();
    }

    /// <summary>Lets time pass, a tick a second, as the loop does.</summary>
    public void Pass(TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
        {
            Time.Advance(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1));
            Batch(Broker.Tick);
        }
    }

    public void Pass(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>UTF-8 of a text.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
