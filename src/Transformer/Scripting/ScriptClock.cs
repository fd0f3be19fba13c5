using System.Globalization;
using Jint.Runtime;

namespace Busroot.Transformer.Scripting;

/// <summary>The clock scripts see: it stands at the arrival of the reading they run on, in UTC, so that a run can be repeated.</summary>
internal sealed class ScriptClock() : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
