using System.Security.Cryptography;
using System.Text;
using Busroot.Broker.Authorization;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Connections;

/// <summary>Answers CONNECT: who is it, may it use this client identifier, which session does it get.</summary>
/// <remarks>Source: MQTT 5.0 §3.1, §3.2; ARCHITECTURE.md, "Identity". Threads: the broker loop only.</remarks>
internal sealed class ConnectHandler(MessageBroker broker)
{
    private const ushort ForeverSeconds16 = 0;

    public void Handle(ClientConnection connection, in Frame frame)
    {
        if (frame.Type != PacketType.Connect)
        {
            throw new ProtocolErrorException($"The first packet must be CONNECT, not {frame.Type}."); // [MQTT-3.1.0-1]
        }

        if (Decode(connection, frame) is not { } packet)
        {
            return;
        }

        connection.Introduce(packet);
        if (Check(connection, packet, out var principal, out var clientId) is { } refusal)
        {
            connection.RefuseConnect(refusal.Reason, refusal.Why);
            return;
        }

        Accept(connection, packet, principal, clientId);
    }

    /// <summary>Reads CONNECT, or refuses in words the client understands.</summary>
    private static ConnectPacket? Decode(ClientConnection connection, in Frame frame)
    {
        try
        {
            return ConnectPacket.Decode(frame);
        }
        catch (UnsupportedProtocolVersionException unsupported)
        {
            connection.Version = unsupported.Level > (byte)ProtocolVersion.V500 ? ProtocolVersion.V500 : ProtocolVersion.V311;
            connection.RefuseConnect(ReasonCode.UnsupportedProtocolVersion, $"Protocol level {unsupported.Level} is not served; 3.1, 3.1.1 and 5.0 are.");
            return null;
        }
        catch (MqttProtocolException error) when (ConnectPacket.PeekVersion(frame) == ProtocolVersion.V500)
        {
            // The reason helps whoever debugs the client; 3.x has no code for it and is just closed.
            connection.Version = ProtocolVersion.V500;
            connection.RefuseConnect(error.Reason, error.Message);
            return null;
        }
    }

    /// <summary>The session expiry granted for the seconds a client asks for; 4,294,967,295 asks for ever.</summary>
    public TimeSpan GrantedExpiry(uint seconds)
    {
        var asked = TimeSpan.FromSeconds(seconds);
        return asked < broker.Limits.LongestSession ? asked : broker.Limits.LongestSession;
    }

    private (ReasonCode Reason, string Why)? Check(ClientConnection connection, ConnectPacket packet, out Principal principal, out string clientId)
    {
        clientId = packet.ClientId;
        principal = new Principal.Open(packet.UserName ?? "");
        if (packet.AuthenticationMethod is not null)
        {
            return (ReasonCode.BadAuthenticationMethod, "Enhanced authentication is not offered; log in with user name and password.");
        }

        if (packet.UserProperties.Length > connection.Limits.MaximumUserProperties)
        {
            return (ReasonCode.QuotaExceeded, $"A CONNECT may have {connection.Limits.MaximumUserProperties} user properties.");
        }

        if (broker.Connections.Count > broker.Limits.MaximumConnections)
        {
            return (ReasonCode.ServerBusy, $"The limit of {broker.Limits.MaximumConnections} connections is reached.");
        }

        if (!connection.Listener.Open && Authenticate(packet, connection.CertifiedDeviceId, out principal!) is { } refused)
        {
            return refused;
        }

        if (clientId.Length == 0)
        {
            if (packet.Version == ProtocolVersion.V310 || (packet.Version == ProtocolVersion.V311 && !packet.CleanStart))
            {
                return (ReasonCode.ClientIdentifierNotValid, "An empty client ID needs MQTT 3.1.1 with a clean session, or 5.0."); // [MQTT-3.1.3-8], 3.1.1
            }

            clientId = AssignedClientId(principal);
        }
        else if (principal is Principal.Device && !clientId.StartsWith(principal.UserName + "/", StringComparison.Ordinal))
        {
            return (ReasonCode.ClientIdentifierNotValid, $"The client ID must be the Device ID, a slash and any text: {principal.UserName}/...");
        }

        return packet.Will is { } will ? CheckWill(connection.Limits, principal, will) : null;
    }

    private (ReasonCode Reason, string Why)? Authenticate(ConnectPacket packet, string? certifiedDeviceId, out Principal? principal)
    {
        principal = null;
        if (certifiedDeviceId is not null)
        {
            return AuthenticateCertified(packet, certifiedDeviceId, out principal);
        }

        if (packet.UserName is null || packet.Password is null)
        {
            return (ReasonCode.NotAuthorized, "User name (the Device ID) and password (its access token) are required.");
        }

        var result = broker.Authenticator.Authenticate(packet.UserName, packet.Password);
        principal = result.Principal;
        return result.Refusal switch
        {
            AuthenticationRefusal.None when result.Accepted => null,
            AuthenticationRefusal.Disabled => (ReasonCode.NotAuthorized, "This device is disabled."),
            _ => (ReasonCode.BadUserNameOrPassword, "User name or password is wrong."),
        };
    }

    /// <summary>The certificate is the login; a password sent beside it is not looked at.</summary>
    private (ReasonCode Reason, string Why)? AuthenticateCertified(ConnectPacket packet, string deviceId, out Principal? principal)
    {
        principal = null;
        if (packet.UserName is not null && packet.UserName != deviceId)
        {
            return (ReasonCode.BadUserNameOrPassword, $"The client certificate is for {deviceId}; the user name must be that Device ID or left out.");
        }

        var result = broker.Authenticator.AuthenticateCertified(deviceId);
        principal = result.Principal;
        return result.Refusal switch
        {
            AuthenticationRefusal.None when result.Accepted => null,
            AuthenticationRefusal.Disabled => (ReasonCode.NotAuthorized, "This device is disabled."),
            _ => (ReasonCode.NotAuthorized, $"The client certificate is for {deviceId}, which is not registered."),
        };
    }

    private static (ReasonCode Reason, string Why)? CheckWill(BrokerLimits limits, Principal principal, Will will)
    {
        if (!TopicName.IsValid(will.Topic) || !limits.Allow(will.Topic))
        {
            return (ReasonCode.TopicNameInvalid, "The will's topic is not a valid topic name, or is longer or deeper than allowed.");
        }

        if (will.Qos > limits.MaximumQos)
        {
            return (ReasonCode.QosNotSupported, $"QoS {(int)will.Qos} is not served here; {(int)limits.MaximumQos} at most."); // [MQTT-3.2.2-12]
        }

        if (will.Retain && !limits.RetainAvailable)
        {
            return (ReasonCode.RetainNotSupported, "Retained messages are not kept here."); // [MQTT-3.2.2-13]
        }

        if (will.Properties.Length > limits.MaximumPropertyBytes)
        {
            return (ReasonCode.QuotaExceeded, $"A will may have {limits.MaximumPropertyBytes} bytes of properties.");
        }

        return TopicPolicy.MayPublish(principal, will.Topic)
            ? null
            : (ReasonCode.NotAuthorized, $"The will's topic {Encoding.UTF8.GetString(will.Topic)} may not be published to.");
    }

    private void Accept(ClientConnection connection, ConnectPacket packet, Principal principal, string clientId)
    {
        var key = new SessionKey(principal is Principal.Open ? "" : principal.UserName, clientId);
        var existing = broker.Sessions.Find(key);
        existing?.Connection?.Disconnect(ReasonCode.SessionTakenOver, "Another connection uses this client ID."); // [MQTT-3.1.4-3]
        broker.Wills.ClientReturned(key, packet.CleanStart);
        var session = Take(key, principal, packet.CleanStart, out var present);

        session.Expiry = packet.Version == ProtocolVersion.V500
            ? GrantedExpiry(packet.SessionExpiryInterval ?? 0)
            : packet.CleanStart ? TimeSpan.Zero : broker.Limits.LongestSession;
        session.Window = Math.Min(packet.ReceiveMaximum, broker.Limits.InflightMaximum);
        var keepAlive = GrantedKeepAlive(packet);
        session.Attach(connection);
        session.Will = packet.Will;
        broker.Journal.Saved(session);
        connection.Establish(session, keepAliveMilliseconds: keepAlive * 1500L); // one and a half times the keep-alive [MQTT-3.1.2-22]
        broker.Counters.ConnectionsAccepted++;
        BrokerLog.ClientConnected(broker.Log, connection.RemoteAddress, clientId, packet.Version);
        connection.Send(Answer(connection.Limits, packet, session, present, keepAlive, assigned: packet.ClientId.Length == 0 ? clientId : null));
        session.Resume();
    }

    private Session Take(SessionKey key, Principal principal, bool cleanStart, out bool present)
    {
        var existing = broker.Sessions.Find(key); // anew: the takeover may have ended it
        present = existing is not null && !cleanStart;
        if (present)
        {
            Admit(existing!, principal);
            return existing!;
        }

        if (existing is not null)
        {
            broker.EndSession(existing);
        }

        var session = new Session(key, principal, broker.Limits, broker.Counters, broker.Journal);
        broker.Sessions.Add(session);
        return session;
    }

    /// <summary>Gives a kept session to who has logged in now: rights that were taken meanwhile are taken from the session too.</summary>
    private void Admit(Session session, Principal principal)
    {
        if (session.Principal == principal)
        {
            return;
        }

        session.Principal = principal;
        var lost = session.Subscriptions.Keys.Where(filter => !TopicPolicy.MaySubscribe(principal, SubscribeHandler.WithoutShare(filter).ToString())).ToList();
        lost.ForEach(filter => broker.Sessions.Unsubscribe(session, filter));
        if (lost.Count > 0)
        {
            session.DropQueuedWhere(topic => !TopicPolicy.MaySubscribe(principal, Encoding.UTF8.GetString(topic)));
        }
    }

    private static ConnAckPacket Answer(BrokerLimits limits, ConnectPacket packet, Session session, bool present, ushort keepAlive, string? assigned)
    {
        if (packet.Version != ProtocolVersion.V500)
        {
            return new ConnAckPacket { SessionPresent = present, Reason = ReasonCode.Success };
        }

        var askedExpiry = TimeSpan.FromSeconds(packet.SessionExpiryInterval ?? 0);
        return new ConnAckPacket
        {
            SessionPresent = present,
            Reason = ReasonCode.Success,
            SessionExpiryInterval = session.Expiry == askedExpiry ? null : (uint)session.Expiry.TotalSeconds,
            ReceiveMaximum = (ushort)limits.ReceiveMaximum,
            MaximumQos = limits.MaximumQos,
            RetainAvailable = limits.RetainAvailable,
            MaximumPacketSize = (uint)limits.MaximumPacketBytes,
            TopicAliasMaximum = (ushort)limits.TopicAliasMaximum,
            AssignedClientId = assigned,
            ServerKeepAlive = keepAlive == packet.KeepAlive ? null : keepAlive,
        };
    }

    /// <summary>The keep-alive in force, in seconds. Only a 5.0 client can be told another than it asked for.</summary>
    private ushort GrantedKeepAlive(ConnectPacket packet)
    {
        var longest = (ushort)broker.Limits.LongestKeepAlive.TotalSeconds;
        var acceptable = packet.KeepAlive != ForeverSeconds16 && packet.KeepAlive <= longest;
        return packet.Version != ProtocolVersion.V500 || acceptable ? packet.KeepAlive : longest;
    }

    private static string AssignedClientId(Principal principal)
    {
        var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return principal is Principal.Open ? $"auto-{random}" : $"{principal.UserName}/auto-{random}";
    }
}
