using Xunit.Abstractions;
using Xunit.Sdk;

namespace Busroot.Conformance.Tests;

/// <summary>Names the normative statement of MQTT 5.0 that a test shows; <c>dotnet test --filter Clause=MQTT-3.1.4-3</c> runs its tests.</summary>
/// <param name="id">As the specification writes it, without brackets.</param>
[TraitDiscoverer("Busroot.Conformance.Tests.ClauseDiscoverer", "Busroot.Conformance.Tests")]
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ClauseAttribute(string id) : Attribute, ITraitAttribute
{
    public string Id { get; } = id;
}

/// <summary>Makes a clause a trait.</summary>
public sealed class ClauseDiscoverer : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        [new("Clause", (string)traitAttribute.GetConstructorArguments().Single())];
}
