using System.Collections.Immutable;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>The two properties that every answer may carry: words for people, and the application's own.</summary>
internal readonly record struct Diagnostics(string? ReasonString, ImmutableArray<UserProperty> UserProperties)
{
    /// <summary>Reads a section that may hold nothing else.</summary>
    public static Diagnostics Read(ref PropertyReader properties)
    {
        string? reason = null;
        ImmutableArray<UserProperty>.Builder? users = null;
        while (properties.TryRead(out var id))
        {
            if (id == PropertyId.ReasonString)
            {
                reason = properties.Text;
            }
            else
            {
                (users ??= ImmutableArray.CreateBuilder<UserProperty>()).Add(properties.UserProperty);
            }
        }

        return new Diagnostics(reason, users?.ToImmutable() ?? []);
    }
}
