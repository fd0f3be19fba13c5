using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Acornima;
using Jint;

namespace Busroot.JavaScript.Tests.Contract;

/// <summary>
/// Every type and member that Jint's assembly refers to exists here with exactly the signature it was compiled against. Proves that
/// binding cannot fail at run time; what the members do is proven by the language suite.
/// </summary>
public class JintContractTests
{
    [Fact]
    public void Jint_refers_to_this_assembly_by_name()
    {
        using var jint = Open(typeof(Engine).Assembly);
        var reader = jint.GetMetadataReader();

        var names = reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name));

        names.Should().Contain(typeof(Parser).Assembly.GetName().Name);
    }

    [Fact]
    public void Every_type_Jint_refers_to_is_public_here()
    {
        using var jint = Open(typeof(Engine).Assembly);
        var reader = jint.GetMetadataReader();
        var wanted = reader.TypeReferences.Where(handle => IsOurs(reader, handle)).Select(handle => SignatureText.Instance.GetTypeFromReference(reader, handle, 0));

        var offered = typeof(Parser).Assembly.GetExportedTypes().Select(type => type.FullName!.Replace('+', '/'));

        wanted.Except(offered).Should().BeEmpty();
    }

    [Fact]
    public void Every_member_Jint_refers_to_has_the_signature_it_was_compiled_against()
    {
        using var jint = Open(typeof(Engine).Assembly);
        using var parser = Open(typeof(Parser).Assembly);

        var wanted = WantedMembers(jint.GetMetadataReader()).ToList();
        var offered = OfferedMembers(parser.GetMetadataReader());

        wanted.Should().HaveCountGreaterThan(250);
        wanted.Where(member => !offered.Contains(member)).Should().BeEmpty();
    }

    [Fact]
    public void Every_method_Jint_overrides_can_be_overridden()
    {
        var overridden = typeof(Engine).Assembly.GetTypes()
            .Where(type => type.BaseType?.Assembly == typeof(Parser).Assembly)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.IsVirtual && !method.IsFinal)
            .ToList();

        overridden.Should().NotBeEmpty();
        overridden.Where(method => method.GetBaseDefinition().DeclaringType!.Assembly != typeof(Parser).Assembly).Should().BeEmpty();
    }

    private static PEReader Open(Assembly assembly) => new(File.OpenRead(assembly.Location));

    private static bool IsOurs(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOurs(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == "Acornima",
            _ => false,
        };
    }

    private static IEnumerable<string> WantedMembers(MetadataReader reader)
    {
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (ParentName(reader, member.Parent) is not { } parent)
            {
                continue;
            }

            yield return parent + " " + (member.GetKind() == MemberReferenceKind.Method
                ? SignatureText.Method(reader, member.Name, member.DecodeMethodSignature(SignatureText.Instance, null))
                : member.DecodeFieldSignature(SignatureText.Instance, null) + " " + reader.GetString(member.Name));
        }
    }

    // The definition's name for members of generic types too; null for members of other assemblies' types.
    private static string? ParentName(MetadataReader reader, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference when IsOurs(reader, (TypeReferenceHandle)parent) =>
            SignatureText.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)parent, 0),
        HandleKind.TypeSpecification when Instantiation(reader, (TypeSpecificationHandle)parent) is var name && name.StartsWith("Acornima", StringComparison.Ordinal) =>
            name.Split('<')[0],
        _ => null,
    };

    private static string Instantiation(MetadataReader reader, TypeSpecificationHandle handle) =>
        reader.GetTypeSpecification(handle).DecodeSignature(SignatureText.Instance, null);

    private static HashSet<string> OfferedMembers(MetadataReader reader)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var name = SignatureText.Instance.GetTypeFromDefinition(reader, handle, 0);
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsVisible(method.Attributes)))
            {
                members.Add(name + " " + SignatureText.Method(reader, method.Name, method.DecodeSignature(SignatureText.Instance, null)));
            }

            foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
            {
                members.Add(name + " " + field.DecodeSignature(SignatureText.Instance, null) + " " + reader.GetString(field.Name));
            }
        }

        return members;
    }

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;
}
