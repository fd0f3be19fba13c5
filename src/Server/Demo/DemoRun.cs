using Busroot.Broker.Identity;
using Busroot.Mqtt.Client;
using Busroot.Server.Commands;
using Busroot.Server.Hosting;
using Busroot.Storage.Quarantine;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Demo;

/// <summary>The demo: devices of its own that send what the rules' examples hold, through the running server, and a screen that shows it.</summary>
internal static class DemoRun
{
    // Slow enough to read along.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>Plays until it is cancelled.</summary>
    /// <exception cref="CommandFailure">There is nothing to play, or a device cannot be registered.</exception>
    /// <exception cref="MqttConnectionException">The server ended a connection.</exception>
    public static async Task RunAsync(ServerHost host, IDemoScreen screen, CancellationToken cancellationToken)
    {
        var parts = DemoPart.Cast(host.Services.GetRequiredService<RuleSet>());
        if (parts.Count == 0)
        {
            throw new CommandFailure("The demo plays the examples of the rules, and no rule here has any. Name another directory with --rules.");
        }

        var devices = new List<DemoDevice>();
        try
        {
            foreach (var part in parts)
            {
                devices.Add(await ConnectAsync(host, part, cancellationToken));
            }

            await screen.ShowAsync([.. parts.Select(part => part.Id.ToString())], show => PlayAsync(host, devices, show, cancellationToken));
        }
        finally
        {
            foreach (var device in devices)
            {
                await device.DisposeAsync();
            }
        }
    }

    private static async Task<DemoDevice> ConnectAsync(ServerHost host, DemoPart part, CancellationToken cancellationToken)
    {
        var services = host.Services;
        var registration = new DemoRegistration(services.GetRequiredService<Registry>(), services.GetRequiredService<Registrar>());
        var token = await registration.RegisterAsync(part, cancellationToken);
        var address = host.MqttAddress ?? throw new CommandFailure("The demo needs an MQTT listener, and there is none.");
        return await DemoDevice.ConnectAsync(part, token, address.Address.ToString(), address.Port,
            services.GetRequiredService<QuarantineStore>(), services.GetRequiredService<TimeProvider>(), cancellationToken);
    }

    private static async Task PlayAsync(ServerHost host, List<DemoDevice> devices, Action<DemoReading> show, CancellationToken cancellationToken)
    {
        using var beat = new PeriodicTimer(Pace, host.Services.GetRequiredService<TimeProvider>());
        for (var turn = 0; ; turn++)
        {
            show(await devices[turn % devices.Count].PlayAsync(cancellationToken));
            await beat.WaitForNextTickAsync(cancellationToken);
        }
    }
}
