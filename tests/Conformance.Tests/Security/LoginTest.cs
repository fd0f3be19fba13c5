using System.Text;
using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Security;

/// <summary>A test about logins, with devices and services of its own on the shared broker.</summary>
public abstract class LoginTest(RunningBroker broker) : BrokerTest(broker)
{
    private readonly Dictionary<string, string> _tokens = [];

    /// <summary>An account nobody else uses.</summary>
    internal string Account => Topic;

    internal async Task<string> AddDeviceAsync(string name, params string[] stations)
    {
        var id = $"{Account}/{name}";
        var token = await Broker.Registrar.AddAsync(new DeviceRecord(DeviceId.Parse(id), default, []) { Stations = [.. stations] }, CancellationToken.None);
        _tokens[id] = token!.Reveal();
        return id;
    }

    internal async Task<string> AddServiceAsync(ServiceRole role)
    {
        var name = $"{role}-{Account}";
        var account = role == ServiceRole.Integrator ? Account : null;
        _tokens[name] = (await Broker.Registrar.AddServiceAsync(name, role, account, CancellationToken.None))!.Reveal();
        return name;
    }

    /// <summary>Tries to log in with the right token.</summary>
    internal async Task<(WireClient Client, ConnAckPacket Answer)> TryLogInAsync(string userName, string? clientId = null, Func<ConnectPacket, ConnectPacket>? with = null)
    {
        var client = await OpenWithLoginAsync();
        var answer = await client.ConnectAsync(clientId: clientId ?? $"{userName}/{WireClient.NewId()}", with: c =>
        {
            var packet = c with { UserName = userName, Password = Encoding.UTF8.GetBytes(_tokens[userName]) };
            return with?.Invoke(packet) ?? packet;
        });
        return (client, answer);
    }

    internal async Task<WireClient> LogInAsync(string userName, string? clientId = null, Func<ConnectPacket, ConnectPacket>? with = null)
    {
        var (client, answer) = await TryLogInAsync(userName, clientId, with);
        answer.Reason.Should().Be(ReasonCode.Success);
        return client;
    }
}
