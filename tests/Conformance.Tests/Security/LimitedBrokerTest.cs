using Busroot.Broker.Limits;

namespace Busroot.Conformance.Tests.Security;

/// <summary>A test with a broker of its own, whose limits are small enough to reach.</summary>
public abstract class LimitedBrokerTest : IAsyncLifetime
{
    internal LimitedBrokerTest(BrokerLimits limits) => Broker = new RunningBroker(limits);

    internal RunningBroker Broker { get; }

    public Task InitializeAsync() => Broker.InitializeAsync();

    public Task DisposeAsync() => Broker.DisposeAsync();
}
