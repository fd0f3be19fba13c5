namespace Acornima;

/// <summary>A message of the catalogue.</summary>
/// <param name="Code">V8's name for it, without the leading k.</param>
/// <param name="Template">V8's wording; <c>%0</c> stands for the one argument.</param>
internal sealed record Message(string Code, string Template)
{
    public string With(string argument) => Template.Replace("%0", argument, StringComparison.Ordinal);
}
