using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>The byte of CONNECT that says what follows.</summary>
[Flags]
internal enum ConnectFlags : byte
{
    Reserved = 0x01,
    CleanStart = 0x02,
    Will = 0x04,
    WillQos = 0x18,
    WillRetain = 0x20,
    Password = 0x40,
    UserName = 0x80,
}

/// <summary>Reads CONNECT, the only packet that says itself which version it is in.</summary>
internal static class ConnectReader
{
    //   +--------------+-------+-------+------------+------------+-----------+------+-----------+----------+
    //   | name         | level | flags | keep-alive | properties | client id | will | user name | password |
    //   | MQTT, MQIsdp | 1     | 1     | 2, seconds | 5.0 only   |           |      as the flags say       |
    //   +--------------+-------+-------+------------+------------+-----------+------+-----------+----------+

    public static ConnectPacket Read(in Frame frame)
    {
        frame.Expect(PacketType.Connect, 0, ProtocolVersion.V311);
        var reader = new PacketReader(frame.Body);
        var version = ReadVersion(ref reader);
        frame.ExpectType(PacketType.Connect, version);
        var flags = ReadFlags(ref reader, version);
        var keepAlive = reader.ReadUInt16();
        var options = version == ProtocolVersion.V500 ? ReadProperties(reader.ReadSection()) : new ConnectPacket { Version = version, ClientId = "" };
        var packet = options with
        {
            CleanStart = flags.HasFlag(ConnectFlags.CleanStart),
            KeepAlive = keepAlive,
            ClientId = reader.ReadString(),
            Will = flags.HasFlag(ConnectFlags.Will) ? ReadWill(ref reader, version, flags) : null,
            UserName = IsPresent(ConnectFlags.UserName, flags, version, reader) ? reader.ReadString() : null,
            Password = IsPresent(ConnectFlags.Password, flags, version, reader) ? reader.ReadBinary().ToArray() : null,
        };
        reader.ExpectEnd();
        return packet;
    }

    public static ProtocolVersion ReadVersion(ref PacketReader reader)
    {
        var name = reader.ReadUtf8();
        var isOld = name.SequenceEqual("MQIsdp"u8);
        if (!isOld && !name.SequenceEqual("MQTT"u8))
        {
            throw new MalformedPacketException("The protocol name is neither MQTT nor MQIsdp.");
        }

        var level = reader.ReadByte();
        return (ProtocolVersion)level switch
        {
            ProtocolVersion.V310 when isOld => ProtocolVersion.V310,
            ProtocolVersion.V311 when !isOld => ProtocolVersion.V311,
            ProtocolVersion.V500 when !isOld => ProtocolVersion.V500,
            _ => throw new UnsupportedProtocolVersionException(level),
        };
    }

    private static ConnectFlags ReadFlags(ref PacketReader reader, ProtocolVersion version)
    {
        var flags = (ConnectFlags)reader.ReadByte();
        if (flags.HasFlag(ConnectFlags.Reserved) && version != ProtocolVersion.V310)
        {
            throw new MalformedPacketException("The reserved flag of CONNECT is set."); // [MQTT-3.1.2-3]
        }

        if (!flags.HasFlag(ConnectFlags.Will) && (flags & (ConnectFlags.WillQos | ConnectFlags.WillRetain)) != 0)
        {
            throw new MalformedPacketException("QoS or retain of a will that is not there."); // [MQTT-3.1.2-11], [MQTT-3.1.2-13]
        }

        if (flags.HasFlag(ConnectFlags.WillQos))
        {
            throw new MalformedPacketException("A will with QoS 3."); // [MQTT-3.1.2-12]
        }

        if (version != ProtocolVersion.V500 && (flags & (ConnectFlags.UserName | ConnectFlags.Password)) == ConnectFlags.Password)
        {
            throw new MalformedPacketException("A password without a user name, before MQTT 5.0."); // [MQTT-3.1.2-22 of 3.1.1]
        }

        return flags;
    }

    private static Will ReadWill(ref PacketReader reader, ProtocolVersion version, ConnectFlags flags) =>
        Will.Decode(ref reader, version, (QualityOfService)((int)(flags & ConnectFlags.WillQos) >> 3), flags.HasFlag(ConnectFlags.WillRetain));

    // 3.1 §3.1: the remaining length takes precedence over the two flags, for clients older still.
    private static bool IsPresent(ConnectFlags field, ConnectFlags flags, ProtocolVersion version, in PacketReader reader) =>
        flags.HasFlag(field) && (version != ProtocolVersion.V310 || reader.Remaining > 0);

    private static ConnectPacket ReadProperties(ReadOnlySpan<byte> section)
    {
        var packet = new ConnectPacket { Version = ProtocolVersion.V500, ClientId = "" };
        var users = ImmutableArray.CreateBuilder<UserProperty>();
        var properties = new PropertyReader(section, PacketType.Connect);
        while (properties.TryRead(out var id))
        {
            if (id == PropertyId.UserProperty)
            {
                users.Add(properties.UserProperty);
            }
            else
            {
                packet = With(packet, id, properties);
            }
        }

        if (packet is { AuthenticationData: not null, AuthenticationMethod: null })
        {
            throw new ProtocolErrorException("Authentication data without an authentication method."); // §3.1.2.11.10
        }

        return packet with { UserProperties = users.ToImmutable() };
    }

    // A property is given at most once, so at most eight copies are made: cheaper than a second type to keep in step.
    private static ConnectPacket With(ConnectPacket packet, PropertyId id, in PropertyReader properties) => id switch
    {
        PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.Number },
        PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = (ushort)properties.Number },
        PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = properties.Number },
        PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = (ushort)properties.Number },
        PropertyId.RequestResponseInformation => packet with { RequestResponseInformation = properties.Flag },
        PropertyId.RequestProblemInformation => packet with { RequestProblemInformation = properties.Flag },
        PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text },
        _ => packet with { AuthenticationData = properties.Value.ToArray() },
    };
}
