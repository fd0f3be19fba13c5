using System.Net.Sockets;
using System.Security.Authentication;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>From nothing to CONNACK.</summary>
internal static class Handshake
{
    /// <summary>Connects, introduces the client, and hands over the socket.</summary>
    /// <exception cref="MqttConnectionException">Refused, unreachable, timed out, or not speaking MQTT.</exception>
    public static async Task<(ClientWire Wire, ConnAckPacket ConnAck)> RunAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var server = $"{options.Host}:{options.Port}";
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await OpenAsync(options, either.Token);
        }
        catch (OperationCanceledException late) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new MqttConnectionException(null, $"{server} did not answer within {options.ConnectTimeout.TotalSeconds} s.", late);
        }
        catch (MqttProtocolException broken)
        {
            throw new MqttConnectionException(broken.Reason, $"{server} does not speak MQTT as it should: {broken.Message}", broken);
        }
        catch (Exception unreachable) when (unreachable is SocketException or AuthenticationException or IOException and not MqttConnectionException)
        {
            throw new MqttConnectionException(null, $"{server} cannot be reached: {unreachable.Message}", unreachable);
        }
    }

    private static async Task<(ClientWire Wire, ConnAckPacket ConnAck)> OpenAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var wire = await ClientWire.OpenAsync(options, cancellationToken);
        try
        {
            return (wire, await IntroduceAsync(wire, options.ToConnect(), cancellationToken));
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    private static async Task<ConnAckPacket> IntroduceAsync(ClientWire wire, ConnectPacket connect, CancellationToken cancellationToken)
    {
        var frame = new byte[connect.EncodedLength()];
        connect.Encode(frame);
        await wire.SendAsync(frame, cancellationToken);
        return await wire.ReceiveAsync(cancellationToken) switch
        {
            ConnAckPacket { Reason: ReasonCode.Success } accepted => accepted,
            ConnAckPacket refused => throw new MqttConnectionException(
                refused.Reason, $"The server refused the connection: {refused.Reason}{(refused.ReasonString is { } why ? $", {why}" : "")}."),
            null => throw new MqttConnectionException(null, "The server closed the connection without an answer to CONNECT."),
            _ => throw new ProtocolErrorException("The server's first packet is not CONNACK."),
        };
    }
}
