using Busroot.Broker.Persistence;

namespace Busroot.Broker.Tests;

/// <summary>The journal of a broker that stores nothing, for the parts that must have one.</summary>
internal static class NoJournal
{
    public static SessionJournal Create() => new(new BrokerClock(new TestTime()), PersistenceMode.None);
}
