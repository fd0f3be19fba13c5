using Busroot.Broker.Limits;

namespace Busroot.Server.Pipeline;

/// <summary>Puts the broker, its transports and the lanes into the host.</summary>
internal static class BrokerServices
{
    /// <summary>Registers <see cref="IBrokerHost"/>. The registry, the rules, the quarantine, the clock and the options are among the services already.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="limits">Limits in force.</param>
    public static void AddBusrootBroker(this WebApplicationBuilder builder, BrokerLimits limits)
    {
        builder.Services.AddSingleton(limits);
        builder.Services.AddSingleton<IBrokerHost, BrokerHost>();
    }
}
