using FluentAssertions.Equivalency;

namespace Busroot.Mqtt.Tests;

/// <summary>How packets are compared: field by field and in order; no user properties are the same as an empty list of them.</summary>
internal static class Comparing
{
    public static EquivalencyAssertionOptions<object> Members(EquivalencyAssertionOptions<object> options) =>
        options.RespectingRuntimeTypes().ComparingByMembers<object>().WithStrictOrdering();
}
