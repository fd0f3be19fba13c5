using Busroot.Broker.Limits;

namespace Busroot.Server.Pipeline;

/// <summary>Puts the broker, its transports and the lanes into the host.</summary>
internal static class BrokerServices
{
    /// <summary>Registers <see cref="IBrokerHost"/>. The registry, the rules, the quarantine, the clock and the options are among the services already.</summary>
    public static void AddBusrootBroker(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new BrokerLimits());
        builder.Services.AddSingleton<IBrokerHost, BrokerHost>();
    }
}
