using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests;

/// <summary>The one broker that most tests share: their clients and topics have names of their own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBroker : ICollectionFixture<RunningBroker>
{
    public const string Name = "one broker";
}

/// <summary>A behaviour shown over real loopback sockets.</summary>
[Collection(SharedBroker.Name)]
public abstract class BrokerTest(RunningBroker broker) : IAsyncLifetime
{
    private readonly List<WireClient> _clients = [];

    internal RunningBroker Broker { get; } = broker;

    /// <summary>A topic level nobody else uses.</summary>
    internal string Topic { get; } = $"t{Guid.NewGuid():N}";

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        Broker.Faults.FirstOrDefault().Should().BeNull("no client may make the broker fail");
    }

    /// <summary>A socket on the open listener that has said nothing yet.</summary>
    internal async Task<WireClient> OpenAsync()
    {
        var client = await WireClient.OpenAsync(Broker.Open);
        _clients.Add(client);
        return client;
    }

    /// <summary>A socket on the listener that wants a login.</summary>
    internal async Task<WireClient> OpenWithLoginAsync()
    {
        var client = await WireClient.OpenAsync(Broker.WithLogin);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client on the open listener that is connected.</summary>
    internal async Task<WireClient> ConnectAsync(
        ProtocolVersion version = ProtocolVersion.V500, string? clientId = null, Func<ConnectPacket, ConnectPacket>? with = null)
    {
        var client = await OpenAsync();
        (await client.ConnectAsync(version, clientId, with)).Reason.Should().Be(ReasonCode.Success);
        return client;
    }

    /// <summary>A client that is subscribed to a filter.</summary>
    internal async Task<WireClient> SubscriberAsync(string filter, QualityOfService qos = 0, ProtocolVersion version = ProtocolVersion.V500)
    {
        var client = await ConnectAsync(version);
        (await client.SubscribeAsync(filter, qos)).Should().Equal((ReasonCode)qos);
        return client;
    }
}
