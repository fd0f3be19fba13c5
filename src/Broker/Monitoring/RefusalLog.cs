using Busroot.Broker.Connections;
using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Microsoft.Extensions.Logging;

namespace Busroot.Broker.Monitoring;

/// <summary>Tells the operator what clients were refused: a bounded number of lines a minute, and how many more there would have been.</summary>
/// <remarks>The counters count every one. Threads: the broker loop only.</remarks>
internal sealed class RefusalLog(ILogger log, BrokerClock clock, BrokerLimits limits)
{
    private readonly LogAllowance _allowance = new(limits.LoggedRefusalsPerAddress, limits.LoggedRefusals);

    public void Connect(ClientConnection connection, ReasonCode reason, string why)
    {
        if (Admit(connection))
        {
            BrokerLog.ConnectRefused(log, connection.RemoteAddress, connection.Listener.Name, reason, why);
        }
    }

    public void Protocol(ClientConnection connection, ReasonCode reason, string why)
    {
        if (Admit(connection))
        {
            BrokerLog.ProtocolError(log, connection.RemoteAddress, connection.ClientId, reason, why);
        }
    }

    public void Publish(ClientConnection connection, string topic)
    {
        if (Admit(connection))
        {
            BrokerLog.PublishRefused(log, connection.RemoteAddress, connection.ClientId, topic);
        }
    }

    public void Subscribe(ClientConnection connection, string filter, ReasonCode reason)
    {
        if (Admit(connection))
        {
            BrokerLog.SubscribeRefused(log, connection.RemoteAddress, connection.ClientId, filter, reason);
        }
    }

    /// <summary>Says what was left out in the last minute. Called about once a second.</summary>
    public void Tick()
    {
        if (_allowance.TakeLeftOut(clock.Milliseconds) is > 0 and var leftOut)
        {
            BrokerLog.RefusalsLeftOut(log, leftOut, limits.LoggedRefusalsPerAddress, limits.LoggedRefusals);
        }
    }

    private bool Admit(ClientConnection connection) => _allowance.Admit(connection.Address, clock.Milliseconds);
}
