namespace Busroot.JavaScript.Tests.Parsing.EarlyErrors;

/// <summary>Jumps without a target and unfinished statements.</summary>
public class ControlFlowTests
{
    [Theory]
    [InlineData("return", "Illegal return statement")]
    [InlineData("break", "Illegal break statement")]
    [InlineData("continue", "Illegal continue statement: no surrounding iteration statement")]
    [InlineData("a: a: 1", "Label 'a' has already been declared")]
    [InlineData("break x", "Undefined label 'x'")]
    [InlineData("while (1) { continue x }", "Undefined label 'x'")]
    [InlineData("x: { while (1) { continue x } }", "Illegal continue statement: 'x' does not denote an iteration statement")]
    [InlineData("x: { continue x }", "Illegal continue statement: 'x' does not denote an iteration statement")]
    [InlineData("while (1) { (function() { break })() }", "Illegal break statement")]
    [InlineData("a: while (1) { (function() { break a })() }", "Undefined label 'a'")]
    [InlineData("class A { static { return } }", "Illegal return statement")]
    [InlineData("class A { static { break } }", "Illegal break statement")]
    [InlineData("throw\n1", "Illegal newline after throw")]
    [InlineData("throw", "Unexpected end of input")]
    [InlineData("try {}", "Missing catch or finally after try")]
    [InlineData("switch (1) { default: default: }", "More than one default clause in switch statement")]
    [InlineData("for (let x = 1 of [])", "for-of loop variable declaration may not have an initializer.")]
    [InlineData("for (var i = 1, j of [])", "Invalid left-hand side in for-of loop: Must have a single binding.")]
    [InlineData("for (let of [])", "Unexpected token '['")]
    [InlineData("for (async of [])", "The left-hand side of a for-of loop may not be 'async'.")]
    [InlineData("for (var i, j in {})", "Invalid left-hand side in for-in loop: Must have a single binding.")]
    [InlineData("for (let.x of {}) ;", "The left-hand side of a for-of loop may not start with 'let'.")]
    [InlineData("for (1 of [])", "Invalid left-hand side in for-loop")]
    [InlineData("for ([a] = 1 of c) ;", "Invalid left-hand side in for-loop")]
    [InlineData("for ({a = 1};;) ;", "Invalid shorthand property initializer")]
    [InlineData("for await (a of b) {}", "Unexpected reserved word")]
    [InlineData("async () => { for await (a in b) {} }", "Unexpected token 'in'")]
    [InlineData("async () => { for await (;;) {} }", "Unexpected token ';'")]
    [InlineData("if (", "Unexpected end of input")]
    [InlineData("else", "Unexpected token 'else'")]
    [InlineData("}", "Unexpected token '}'")]
    public void It_is_refused_in_these_words(string code, string message) => Source.Verdict(code).Should().Be(message);
}
